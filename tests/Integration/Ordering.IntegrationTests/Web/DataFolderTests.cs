using System.Runtime.Versioning;
using Ordering.WebUi.Hosting;

namespace Ordering.IntegrationTests.Web;

public sealed class DataFolderTests
{
    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_new_data_folder_and_what_is_in_it_are_for_its_owner_only()
    {
        using var folder = new TemporaryFolder();
        var data = Path.Combine(folder.Path, "data");

        var keys = DataFolder.CreateIn(data, "keys");

        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        File.GetUnixFileMode(data).ShouldBe(ownerOnly);
        File.GetUnixFileMode(keys).ShouldBe(ownerOnly);
    }
}
