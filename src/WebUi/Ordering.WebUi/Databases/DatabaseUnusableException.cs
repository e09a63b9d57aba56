namespace Ordering.WebUi.Databases;

/// <summary>A database is away, or can't be used for now; the message says which, and what to do.</summary>
public sealed class DatabaseUnusableException(string message, Exception innerException) : Exception(message, innerException);
