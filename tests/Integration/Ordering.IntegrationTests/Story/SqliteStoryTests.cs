using Ordering.IntegrationTests.Persistence;

namespace Ordering.IntegrationTests.Story;

public sealed class SqliteStoryTests() : OrderingStory(TestDatabases.Sqlite);
