namespace CleanCqrs.Testing.Persistence;

/// <summary>A row of the read model of the <see cref="StoreContract"/>.</summary>
public sealed class WalletView
{
    /// <summary>The key.</summary>
    public required Guid WalletId { get; init; }

    /// <summary>Up to 18 digits before and 10 behind the point.</summary>
    public decimal Balance { get; set; }

    /// <summary>A time with any offset.</summary>
    public DateTimeOffset ChangedAt { get; set; }
}
