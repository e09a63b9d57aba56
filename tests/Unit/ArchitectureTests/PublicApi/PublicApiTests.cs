using System.Reflection;

namespace ArchitectureTests.PublicApi;

public class PublicApiTests
{
    private const string Approve = "CLEANCQRS_APPROVE_PUBLIC_API";

    public static TheoryData<string> Packages =>
        [.. House.Built.SourceProjects.Where(project => project.IsLibrary).Select(project => project.Name)];

    [Theory]
    [MemberData(nameof(Packages))]
    public void What_users_of_a_package_can_see_is_what_was_approved(string package)
    {
        var folder = Path.Combine(House.Root, "tests", "Unit", "ArchitectureTests", "PublicApi");
        var approvedFile = Path.Combine(folder, $"{package}.approved.txt");
        var receivedFile = Path.Combine(folder, $"{package}.received.txt");
        var received = PublicApiText.Of(Assembly.Load(package));
        if (Environment.GetEnvironmentVariable(Approve) == "true")
        {
            File.WriteAllText(approvedFile, received);
        }

        var approved = File.Exists(approvedFile) ? File.ReadAllText(approvedFile).ReplaceLineEndings("\n") : "";
        if (received == approved)
        {
            File.Delete(receivedFile);
            return;
        }

        File.WriteAllText(receivedFile, received);
        Assert.Fail(
            $"""
            The public API of {package} is not what was approved. If the change is meant, approve it with
                {Approve}=true ./eng/test.sh --no-format --project ArchitectureTests
            and commit {package}.approved.txt; {package}.received.txt beside it is what was found.
            {string.Join('\n', Lines(received).Except(Lines(approved)).Select(line => $"+ {line.Trim()}"))}
            {string.Join('\n', Lines(approved).Except(Lines(received)).Select(line => $"- {line.Trim()}"))}
            """);
    }

    [Fact]
    public void Every_approved_file_belongs_to_a_package()
    {
        var folder = Path.Combine(House.Root, "tests", "Unit", "ArchitectureTests", "PublicApi");
        var approved = Directory.GetFiles(folder, "*.approved.txt").Select(
            file => Path.GetFileName(file).Replace(".approved.txt", "", StringComparison.Ordinal));

        approved.Except(Packages.Select(row => row.Data)).ShouldBeEmpty();
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
