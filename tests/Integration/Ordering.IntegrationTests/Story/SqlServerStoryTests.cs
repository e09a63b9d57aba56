using Ordering.IntegrationTests.Persistence;

namespace Ordering.IntegrationTests.Story;

[Collection(StoryAlone.Name)]
public sealed class SqlServerStoryTests() : OrderingStory(TestDatabases.SqlServer);
