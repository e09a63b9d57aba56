using CleanCqrs.Application.Projections;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CleanCqrs.Testing.Persistence;

public abstract partial class StoreContract
{
    /// <summary>Numbers exactly; times to the microsecond, which is the finest that every database has.</summary>
    /// <param name="amount">The number.</param>
    /// <param name="time">The time.</param>
    /// <returns>The test.</returns>
    [Theory]
    [InlineData("0.1", "2026-03-29T02:30:00.1234560+02:00")]
    [InlineData("-0.0000000001", "0001-01-01T00:00:00.0000010+00:00")]
    [InlineData("123456789012345678.0123456789", "9999-12-31T23:59:59.9999990+00:00")]
    [InlineData("79228162514264337.5935", "1999-12-31T23:59:59.9999990-12:00")]
    [InlineData("-999999999999999999", "2026-10-25T02:30:00.0000000+01:00")]
    public async Task Numbers_times_and_identities_come_back_as_they_were(string amount, string time)
    {
        var (number, at) = (decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), Parse(time));
        var id = NewId();
        await InScopeAsync(Services, scope =>
        {
            var wallet = Wallet.Open(id, at);
            wallet.Change(number, at);
            scope.GetRequiredService<IWallets>().Add(wallet);
            return SaveAsync(scope);
        });
        await Projections.RunAsync(
            Projection,
            turn: null,
            async (session, token) =>
            {
                session.Services.GetRequiredService<IWalletViews>().Add(new WalletView { WalletId = id, Balance = number, ChangedAt = at });
                await session.CommitAsync(token);
            },
            Token);

        var (wallet, view) = ((await FindAsync(id))!, (await FindViewAsync(id))!);
        Assert.Equal((id, number, at.UtcDateTime), (wallet.Id, wallet.Balance, wallet.ChangedAt.UtcDateTime));
        Assert.Equal((id, number, at.UtcDateTime), (view.WalletId, view.Balance, view.ChangedAt.UtcDateTime));
    }

    /// <summary>The same moment is the same moment, whatever its offset.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Times_are_compared_as_moments_whatever_their_offset()
    {
        await Projections.RunAsync(
            Projection,
            turn: null,
            async (session, token) =>
            {
                var views = session.Services.GetRequiredService<IWalletViews>();
                views.Add(new WalletView { WalletId = NewId(), ChangedAt = Parse("2026-03-29T01:59:59.9999990+01:00") });
                views.Add(new WalletView { WalletId = NewId(), ChangedAt = Parse("2026-03-29T03:00:00.0000000+02:00") });
                views.Add(new WalletView { WalletId = NewId(), ChangedAt = Parse("2026-03-28T23:00:00.0000010-02:00") });
                await session.CommitAsync(token);
            },
            Token);

        await InScopeAsync(Services, async scope => Assert.Equal(
            2, await scope.GetRequiredService<IWalletViews>().CountChangedSinceAsync(Parse("2026-03-29T04:00:00+03:00"), Token)));
    }

    /// <summary>A foreign program may give any offset, and an error message may say anything.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_foreign_event_with_any_offset_and_any_error_can_be_held()
    {
        var held = Held(NewId(), 1, HoldReason.DeadLetter);
        held = held with
        {
            Envelope = held.Envelope with { OccurredAt = Parse("2026-03-29T02:30:00+05:30") },
            Error = "a\0b\ud800c Größe 😀",
        };

        await HoldAsync(held);

        var kept = Assert.Single(await ProjectionOperations.ListHeldAsync(Projection, HoldReason.DeadLetter, 10, Token));
        Assert.Equal(held.Envelope.OccurredAt.UtcDateTime, kept.Envelope.OccurredAt.UtcDateTime);
        Assert.Equal("a\ufffdb\ufffdc Größe 😀", kept.Error);
    }

    /// <summary>Identities are not words of a language: case and accents count.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Streams_that_differ_in_case_or_accents_only_are_different_streams()
    {
        string[] streams = ["stream", "Stream", "strêam"];

        await Projections.RunAsync(
            Projection,
            turn: null,
            async (session, token) =>
            {
                await session.LoadProgressAsync(streams, token);
                await session.BeginTransactionAsync(token);
                Array.ForEach(streams, stream => session.Advance(stream, 1, NewId(), _now));
                await session.CommitAsync(token);
            },
            Token);

        Assert.Equal(streams.Length, (await ProjectionOperations.GetStatusAsync(Projection, Token)).Streams);
        Assert.Null(await ProjectionPositions.FindPositionAsync(Projection, "STREAM", Token));
    }

    private static DateTimeOffset Parse(string time) => DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture);
}
