using Ordering.IntegrationTests.Persistence;

namespace Ordering.IntegrationTests.Story;

public sealed class SqlServerStoryTests() : OrderingStory(TestDatabases.SqlServer);
