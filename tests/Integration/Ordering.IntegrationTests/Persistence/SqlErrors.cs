using System.Reflection;
using Microsoft.Data.SqlClient;

namespace Ordering.IntegrationTests.Persistence;

/// <summary>The exceptions of the real driver; only a server can make one by ordinary means.</summary>
internal static class SqlErrors
{
    public static SqlException Create(int number, string message = "message")
    {
        const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic;
        var error = typeof(SqlError).GetConstructors(Hidden).First(candidate => candidate.GetParameters().Length == 8);
        var errors = (SqlErrorCollection)Activator.CreateInstance(typeof(SqlErrorCollection), nonPublic: true)!;
        typeof(SqlErrorCollection).GetMethod("Add", Hidden)!.Invoke(
            errors, [error.Invoke([number, (byte)0, (byte)14, "server", message, "procedure", 1, null])]);
        return (SqlException)typeof(SqlException).GetMethod("CreateException", Hidden, [typeof(SqlErrorCollection), typeof(string)])!
            .Invoke(null, [errors, "16.0"])!;
    }
}
