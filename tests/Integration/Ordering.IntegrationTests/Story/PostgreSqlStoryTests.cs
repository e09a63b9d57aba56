using Ordering.IntegrationTests.Persistence;

namespace Ordering.IntegrationTests.Story;

[Collection(StoryAlone.Name)]
[Trait("Length", "Long")]
public sealed class PostgreSqlStoryTests() : OrderingStory(TestDatabases.PostgreSql);
