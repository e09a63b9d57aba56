namespace Microsoft.SqlServer.Server;

/// <summary>How a user-defined type is serialized.</summary>
public enum Format
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>SQL Server serializes the fields itself.</summary>
    Native = 1,

    /// <summary>The type serializes itself, through <see cref="IBinarySerialize" />.</summary>
    UserDefined = 2,
}
