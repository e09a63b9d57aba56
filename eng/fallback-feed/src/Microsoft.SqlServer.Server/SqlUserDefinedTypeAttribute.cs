using System;

namespace Microsoft.SqlServer.Server;

/// <summary>Marks a class or a struct as a user-defined type of SQL Server and says how it is stored.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, AllowMultiple = false, Inherited = true)]
public sealed class SqlUserDefinedTypeAttribute(Format format) : Attribute
{
    /// <summary>How the type is serialized.</summary>
    public Format Format { get; } = format is Format.Native or Format.UserDefined
        ? format
        : throw new ArgumentOutOfRangeException(nameof(format), format, "The format must be Native or UserDefined.");

    /// <summary>The largest size of an instance, in bytes.</summary>
    public int MaxByteSize { get; set; }

    /// <summary>Whether all instances have the same size.</summary>
    public bool IsFixedLength { get; set; }

    /// <summary>Whether the order of the binary forms is the order of the values.</summary>
    public bool IsByteOrdered { get; set; }

    /// <summary>The name of the method that checks an instance.</summary>
    public string? ValidationMethodName { get; set; }

    /// <summary>The name of the type in SQL Server.</summary>
    public string? Name { get; set; }
}
