using System;

namespace Microsoft.SqlServer.Server;

/// <summary>A type that is used as a user-defined type of SQL Server does not qualify as one.</summary>
public sealed class InvalidUdtException : SystemException
{
    private const int InvalidUdt = unchecked((int)0x80131937);

    private InvalidUdtException(string message)
        : base(message) => HResult = InvalidUdt;

    /// <summary>Makes the exception for a type and the reason why it does not qualify.</summary>
    public static InvalidUdtException Create(Type udtType, string resourceReason) =>
        new($"'{udtType.FullName}' is an invalid user-defined type, reason: {resourceReason}.");
}
