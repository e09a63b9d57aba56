using System.Globalization;
using Microsoft.Data.SqlClient;

namespace CleanCqrs.UnitTests.Globalization;

public sealed class CultureTests
{
    /// <summary>eng/test.sh runs the unit tests under several cultures; this proves that they were in force.</summary>
    [Fact]
    public void The_culture_that_the_run_asks_for_is_in_force()
    {
        var expected = Environment.GetEnvironmentVariable("CLEANCQRS_TEST_CULTURE") ?? CultureInfo.CurrentCulture.Name;

        CultureInfo.CurrentCulture.Name.ShouldBe(expected);
        CultureInfo.GetCultureInfo("de-DE").NumberFormat.NumberDecimalSeparator.ShouldBe(",");
    }

    /// <summary>
    /// SqlClient refuses to work in the invariant mode of globalization: no setting of the repository may bring that back.
    /// </summary>
    [Fact]
    public async Task Without_a_server_SQL_Server_fails_for_the_network_and_not_for_the_culture()
    {
        await using var connection = new SqlConnection(
            "Server=tcp:127.0.0.1,1;Connect Timeout=5;ConnectRetryCount=0;Encrypt=False;User Id=nobody;Password=none");

        var exception = await Should.ThrowAsync<SqlException>(connection.OpenAsync(TestContext.Current.CancellationToken));

        exception.Message.ShouldContain("network-related");
    }
}
