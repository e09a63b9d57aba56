using Ordering.IntegrationTests.Persistence;

namespace Ordering.IntegrationTests.Story;

[Collection(StoryAlone.Name)]
[Trait("Length", "Long")]
public sealed class SqliteStoryTests() : OrderingStory(TestDatabases.Sqlite);
