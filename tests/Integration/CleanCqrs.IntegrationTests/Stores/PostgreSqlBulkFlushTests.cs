using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.IntegrationTests.Stores;

public sealed class PostgreSqlBulkFlushTests : BulkFlushContract
{
    [Fact]
    public async Task A_text_that_is_too_long_is_refused_and_not_cut()
    {
        await using var services = await StartAsync<SpecimenContext>();

        var failure = await Should.ThrowAsync<DbUpdateException>(() => RunAsync<SpecimenContext>(services, async context =>
        {
            await AddAsync(context, Streams);
            context.ChangeTracker.Entries<Specimen>().Last().Entity.Label = "nine long";
        }));

        failure.InnerException!.Message.ShouldStartWith("22001: value too long for type character varying(8)");
    }

    private protected override IStoreDatabase CreateDatabase() => new PostgreSqlStoreDatabase();
}
