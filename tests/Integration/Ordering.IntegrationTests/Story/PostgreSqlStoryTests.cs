using Ordering.IntegrationTests.Persistence;

namespace Ordering.IntegrationTests.Story;

public sealed class PostgreSqlStoryTests() : OrderingStory(TestDatabases.PostgreSql);
