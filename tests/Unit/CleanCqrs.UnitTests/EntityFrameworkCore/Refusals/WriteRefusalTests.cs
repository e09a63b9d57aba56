using CleanCqrs.Application.Health;
using CleanCqrs.EntityFrameworkCore.Refusals;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.UnitTests.EntityFrameworkCore.Refusals;

public sealed class WriteRefusalTests
{
    [Theory]
    [InlineData(5, "somebody keeps it locked")]
    [InlineData(8, "its file, or the folder of its file, is read-only")]
    [InlineData(10, "its file can't be read or written")]
    [InlineData(13, "its disk is full, or it may not grow any more")]
    [InlineData(14, "its file, or the folder of its file, can't be opened for writing")]
    [InlineData(1, null)]
    public void The_codes_of_SQLite_have_their_words(int code, string? reason) =>
        WriteRefusal.Find(new DbUpdateException("x", new SqliteException("said", code))).ShouldBe(reason);

    [Fact]
    public async Task What_a_database_says_is_kept_beside_the_words()
    {
        var refused = await Should.ThrowAsync<WriteRefusedException>(
            () => WriteRefusal.TryAsync(() => throw new SqliteException("database or disk is full", 13)));

        refused.Message.ShouldBe("The database takes no writes: its disk is full, or it may not grow any more.");
        refused.InnerException!.Message.ShouldContain("database or disk is full");
    }

    [Fact]
    public Task Other_errors_stay_what_they_are() =>
        Should.ThrowAsync<NotSupportedException>(() => WriteRefusal.TryAsync(() => throw new NotSupportedException()));
}
