using Ordering.IntegrationTests.Web.Hosting;
using Ordering.IntegrationTests.Web.StandIns;
using Ordering.WebUi.Hosting;

namespace Ordering.IntegrationTests.Web;

public sealed class SignInSettingsTests
{
    private const string Authority = "Authentication:Authority=https://login.example.com";
    private const string ClientId = "Authentication:ClientId=shop";

    [Theory]
    [InlineData(
        "Authentication:ClientId is 'shop', but Authentication:Authority is not set: set it to the URL of the authority where browsers "
        + "sign in, or leave the client id out.",
        ClientId)]
    [InlineData(
        "Authentication:ClientSecret is set, but Authentication:ClientId is not: set it to what the authority calls this host, or leave "
        + "the secret out.",
        Authority,
        "Authentication:ClientSecret=hidden")]
    [InlineData(
        "Authentication:Scopes is 'profile email'; it must contain 'openid', without which the authority issues no ID token.",
        Authority,
        ClientId,
        "Authentication:Scopes=profile email")]
    [InlineData(
        "Authentication:MemberIdClaim is empty; set it, or leave it out for 'sub'.", Authority, "Authentication:MemberIdClaim=")]
    [InlineData("Authentication:RoleClaim is empty; set it, or leave it out for 'role'.", Authority, "Authentication:RoleClaim=")]
    [InlineData(
        "Authentication:OperatorRole is empty; set it, or leave it out for 'operator'.", Authority, "Authentication:OperatorRole=")]
    public void A_setting_that_cannot_work_stops_the_start_in_a_sentence(string sentence, params string[] settings)
    {
        using var data = new TemporaryFolder();
        var app = OrderingHost.Build(
            data, "Development", new StandInSystem().AddTo, [.. settings.Select(setting => $"--{setting}")]);

        Should.Throw<ConfigurationException>(app.ValidateConfiguration).Message.ShouldBe(sentence);
    }

    [Fact]
    public void An_option_of_the_api_description_that_is_no_truth_value_stops_the_start()
    {
        using var data = new TemporaryFolder();

        Should.Throw<ConfigurationException>(
                () => OrderingHost.Build(data, "Production", new StandInSystem().AddTo, $"--{Authority}", "--OpenApi:Enabled=perhaps"))
            .Message.ShouldBe("OpenApi:Enabled is 'perhaps'; it must be 'true' or 'false'.");
    }
}
