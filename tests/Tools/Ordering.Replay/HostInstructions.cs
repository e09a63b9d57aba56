namespace Ordering.Replay;

/// <summary>How a user starts the host that a replay needs.</summary>
internal static class HostInstructions
{
    public static string Start(Uri host, Uri products) =>
        $"dotnet run -c Release --project src/WebUi/Ordering.WebUi -- --environment Development "
        + $"--urls {Written(host)} --Products:BaseAddress {Written(products)}";

    private static string Written(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
