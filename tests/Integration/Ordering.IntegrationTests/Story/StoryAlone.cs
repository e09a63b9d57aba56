namespace Ordering.IntegrationTests.Story;

/// <summary>
/// A day is a thousand small waits: beside other tests, which keep both processors busy, each takes so long that the story seems to hang.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class StoryAlone
{
    public const string Name = "A day without the broker";
}
