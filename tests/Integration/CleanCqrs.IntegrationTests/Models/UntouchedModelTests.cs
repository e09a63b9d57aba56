using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CleanCqrs.IntegrationTests.Models;

/// <summary>The library changes nothing in the model of a user but what is its own.</summary>
public sealed class UntouchedModelTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public void A_model_is_the_same_with_and_without_the_library_wherever_it_is_added(string database)
    {
        var without = Describe(new RichWithoutContext(Databases.Options<RichWithoutContext>(database)));

        without.ShouldContain("Party");
        Describe(new RichFirstContext(Databases.Options<RichFirstContext>(database))).ShouldBe(without);
        Describe(new RichLastContext(Databases.Options<RichLastContext>(database))).ShouldBe(without);
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public void The_tables_of_a_user_are_the_same_with_and_without_the_library(string database)
    {
        var without = Script(new RichWithoutContext(Databases.Options<RichWithoutContext>(database)));
        var with = Script(new RichLastContext(Databases.Options<RichLastContext>(database)));

        with.Length.ShouldBeGreaterThan(without.Length);
        without.Split('\n').Except(with.Split('\n')).ShouldBeEmpty();
    }

    [Fact]
    public void The_version_of_every_kind_of_aggregate_is_a_concurrency_token()
    {
        using var context = new RichFirstContext(Databases.Options<RichFirstContext>(Shop.Sqlite));

        context.Model.GetEntityTypes().Where(type => type.FindProperty("Version") is not null && !Databases.IsOwn(type))
            .ShouldAllBe(type => type.FindProperty("Version")!.IsConcurrencyToken);
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Portable_conventions_leave_what_the_model_has_said(string database)
    {
        await using var context = new RichPortableContext(Databases.Options<RichPortableContext>(database));
        var party = context.GetService<IDesignTimeModel>().Model.FindEntityType(typeof(Party))!;

        party.FindProperty("Id")!.GetColumnName().ShouldBe("PARTY_NO");
        party.FindProperty("ISBN")!.GetColumnName().ShouldBe("isbn");
        party.FindProperty("Since")!.GetValueConverter()!.ConvertToProvider(DateTimeOffset.UnixEpoch).ShouldBe(0L);
        var table = party.GetTableMappings().Single().Table;
        string[] places = ["billing_from", "billing_street", "shipping_from", "shipping_street", "period_from", "period_street"];
        table.Columns.Select(column => column.Name).ShouldBe(
            [.. places, "PARTY_NO", "Details", "Notes", "Plan", "day", "isbn", "shadow", "since", "until", "version"], ignoreOrder: true);
    }

    [Fact]
    public async Task Portable_conventions_take_every_mapping_to_a_database_and_back()
    {
        await using var context = new RichPortableContext(Databases.Options<RichPortableContext>(Shop.Sqlite));
        await context.Database.OpenConnectionAsync(Token);
        await context.Database.EnsureCreatedAsync(Token);
        var time = new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.FromHours(2));
        var party = Party.Create(new PartyId(Guid.CreateVersion7()));
        party.Billing = new Place { Street = "a", From = time };
        party.Shipping = new Place { Street = "b", From = time };
        party.Period = new Place { Street = "c", From = time };
        party.Plan = new Place { Street = "d", From = time };
        party.Notes.Add(new Place { Street = "e", From = time });
        party.Visits.Add(new Place { Street = "f", From = time });
        context.Add(party);
        context.Add(new Card(Guid.CreateVersion7()) { Reference = "r" });
        context.Add(new Transfer(Guid.CreateVersion7()) { Reference = 5 });
        context.Add(new Truck(1) { Load = 5 });
        context.Add(new Tower(2) { Floors = 5 });
        await context.SaveChangesAsync(Token);
        context.ChangeTracker.Clear();

        var read = await context.Set<Party>().SingleAsync(row => row.Period.From > time.AddDays(-1) && row.Billing.From == time, Token);

        Place[] places = [read.Billing, read.Shipping, read.Period, read.Plan, .. read.Notes, .. read.Visits];
        string.Concat(places.Select(place => place.Street)).ShouldBe("abcdef");
        places.ShouldAllBe(place => place.From == time);
        (await context.Set<Card>().SingleAsync(Token)).Reference.ShouldBe("r");
        (await context.Set<Transfer>().SingleAsync(Token)).Reference.ShouldBe(5);
        (await context.Set<Vehicle>().SingleAsync(Token)).ShouldBeOfType<Truck>().Load.ShouldBe(5);
        (await context.Set<Building>().SingleAsync(Token)).ShouldBeOfType<Tower>().Floors.ShouldBe(5);
    }

    private static string Describe(DbContext context)
    {
        using (context)
        {
            var model = context.GetService<IDesignTimeModel>().Model;
            return string.Join(
                '\n',
                model.GetEntityTypes().Where(type => !Databases.IsOwn(type))
                    .Select(type => type.ToDebugString(MetadataDebugStringOptions.LongDefault))
                    .Concat(model.GetAnnotations().Where(annotation => annotation.Name != "Relational:RelationalModel")
                        .Select(annotation => $"{annotation.Name} = {annotation.Value}")));
        }
    }

    private static string Script(DbContext context)
    {
        using (context)
        {
            return context.Database.GenerateCreateScript();
        }
    }
}
