using CleanCqrs.Application.Persistence;
using CleanCqrs.Application.Projections;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CleanCqrs.Testing.Persistence;

public abstract partial class StoreContract
{
    private const int ManyStreams = 40;
    private const int Half = ManyStreams / 2;

    /// <summary>However a store writes many rows, each of them is as if it had been written alone.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Many_streams_are_inserted_and_changed_together()
    {
        var ids = Enumerable.Range(0, ManyStreams).Select(_ => NewId()).ToList();
        await ApplyAsync(ids, 1, ChangedIn);

        await ApplyAsync([.. ids.Where((_, index) => index % 3 == 0), .. new[] { NewId(), NewId() }], 2, ChangedIn);

        for (var index = 0; index < ids.Count; index++)
        {
            var version = index % 3 == 0 ? 2 : 1;
            var view = (await FindViewAsync(ids[index]))!;
            var expected = ChangedIn(ids[index], version);
            Assert.Equal((expected.Balance, expected.ChangedAt.UtcDateTime), (view.Balance, view.ChangedAt.UtcDateTime));
            Assert.Equal(version, (await ProjectionPositions.FindPositionAsync(Projection, ids[index].ToString(), Token))!.Version);
        }

        static WalletView ChangedIn(Guid id, long version) => new()
        {
            WalletId = id,
            Balance = (BitConverter.ToInt32(id.ToByteArray()) * 1_000_000m) + version + 0.0123456789m,
            ChangedAt = _now.ToOffset(TimeSpan.FromHours(5.5)).AddTicks(BitConverter.ToUInt16(id.ToByteArray()) * 10L).AddHours(version),
        };
    }

    /// <summary>Many at once, some of which were there before with other contents.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Many_events_are_held_changed_and_released_together()
    {
        var ids = Enumerable.Range(0, ManyStreams).Select(_ => NewId()).Order().ToList();
        await HoldAsync([.. ids.Select(id => Held(id, 2, HoldReason.Parked))]);
        var later = ids.ToDictionary(
            id => id, id => Held(id, 2, HoldReason.Retrying) with { Attempts = 7, RetryAt = _now.AddMinutes(3), Error = null });

        await Projections.RunAsync(
            Projection,
            turn: null,
            async (session, token) =>
            {
                var held = await session.LoadHeldAsync(
                    [.. ids.SelectMany(id => new StreamPlace[] { new(id.ToString(), 2), new(id.ToString(), 3) })], token);
                await session.BeginTransactionAsync(token);
                foreach (var id in ids[..Half])
                {
                    session.Hold(later[id]);
                    session.Hold(Held(id, 3, HoldReason.Parked));
                }

                foreach (var id in ids[Half..])
                {
                    session.Release(held.Single(item => item.StreamId == id.ToString()));
                }

                await session.CommitAsync(token);
            },
            Token);

        var retrying = await ProjectionOperations.ListHeldAsync(Projection, HoldReason.Retrying, ManyStreams, Token);
        var parked = await ProjectionOperations.ListHeldAsync(Projection, HoldReason.Parked, ManyStreams, Token);
        Assert.Equal(ids[..Half].Select(id => (id.ToString(), 2L)).ToHashSet(), retrying.Select(Name).ToHashSet());
        Assert.Equal(ids[..Half].Select(id => (id.ToString(), 3L)).ToHashSet(), parked.Select(Name).ToHashSet());
        Assert.All(retrying, held => Assert.Equal(
            (7, (DateTimeOffset?)_now.AddMinutes(3), (string?)null), (held.Attempts, held.RetryAt, held.Error)));
        var whole = Held(Guid.Parse(parked[0].Envelope.StreamId), 3, HoldReason.Parked);
        AssertSame(whole with { Envelope = whole.Envelope with { EventId = parked[0].Envelope.EventId } }, parked[0]);

        static (string StreamId, long Version) Name(HeldEvent held) => (held.Envelope.StreamId, held.Envelope.StreamVersion);
    }

    /// <summary>
    /// Exactly once, also when only one stream of many was applied by another instance meanwhile: the first and a later event of it.
    /// </summary>
    /// <param name="version">The version that both apply.</param>
    /// <returns>The test.</returns>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Many_streams_are_refused_together_when_another_instance_has_moved_one_of_them(long version)
    {
        var ids = Enumerable.Range(0, ManyStreams).Select(_ => NewId()).ToList();
        for (var before = 1; before < version; before++)
        {
            await ApplyAsync(ids, before, BalanceIsVersion);
        }

        await Assert.ThrowsAsync<ConcurrencyConflictException>(() => Projections.RunAsync(
            Projection,
            turn: null,
            async (session, token) =>
            {
                await session.LoadProgressAsync([.. ids.Select(id => id.ToString())], token);
                await ApplyAsync(ids[Half], version);
                await session.BeginTransactionAsync(token);
                ids.ForEach(id => session.Advance(id.ToString(), version, NewId(), _now));
                await session.CommitAsync(token);
            },
            Token));

        foreach (var id in ids)
        {
            var expected = id == ids[Half] ? version : version - 1;
            Assert.Equal(expected, (await ProjectionPositions.FindPositionAsync(Projection, id.ToString(), Token))?.Version ?? 0);
        }
    }

    private static WalletView BalanceIsVersion(Guid id, long version) => new() { WalletId = id, Balance = version, ChangedAt = _now };

    private Task ApplyAsync(IReadOnlyList<Guid> ids, long version, Func<Guid, long, WalletView> change) => Projections.RunAsync(
        Projection,
        turn: null,
        async (session, token) =>
        {
            await session.LoadProgressAsync([.. ids.Select(id => id.ToString())], token);
            await session.BeginTransactionAsync(token);
            var views = session.Services.GetRequiredService<IWalletViews>();
            foreach (var changed in ids.Select(id => change(id, version)))
            {
                if (await views.FindAsync(changed.WalletId, token) is { } view)
                {
                    (view.Balance, view.ChangedAt) = (changed.Balance, changed.ChangedAt);
                }
                else
                {
                    views.Add(changed);
                }

                session.Advance(changed.WalletId.ToString(), version, NewId(), _now);
            }

            await session.CommitAsync(token);
        },
        Token);
}
