using Ordering.IntegrationTests.Persistence;

namespace Ordering.IntegrationTests.Story;

[Collection(StoryAlone.Name)]
public sealed class PostgreSqlStoryTests() : OrderingStory(TestDatabases.PostgreSql);
