namespace Billing;

/// <summary>Where an instance of the system runs, and how.</summary>
public sealed record BillingOptions
{
    /// <summary>Whether the databases are on a PostgreSQL server. Otherwise they are files of SQLite.</summary>
    public bool UsesPostgreSql { get; init; }

    public required string Write { get; init; }

    public required string Read { get; init; }

    /// <summary>The brokers; <see langword="null"/> when events stay in the process.</summary>
    public string? Kafka { get; init; }

    /// <summary>What topics and groups of this system begin with.</summary>
    public string KafkaPrefix { get; init; } = string.Empty;

    /// <summary>What groups of this system begin with, where its topics belong to others, too.</summary>
    public string KafkaGroupPrefix { get; init; } = string.Empty;

    /// <summary>How this system names itself on the wire.</summary>
    public string KafkaSource { get; init; } = "/billing";

    public int Lanes { get; init; } = 4;

    public int BatchSize { get; init; } = 500;

    public bool RunsProjections { get; init; } = true;

    /// <summary>Whether the instance knows the read database and the brokers only: no commands, no outbox.</summary>
    public bool ProjectsOnly { get; init; }

    /// <summary>What a projector of the balances does at the registration of one customer.</summary>
    public Trouble Trouble { get; init; }

    /// <summary>How long an attempt may take; <see langword="null"/> for the default.</summary>
    public TimeSpan? AttemptTimeout { get; init; }

    /// <summary>How long a lane may hold up the others; <see langword="null"/> for the default.</summary>
    public TimeSpan? Patience { get; init; }

    /// <summary>The name of the projection of invoices.</summary>
    public string InvoicesName { get; init; } = BillingHost.Invoices;

    /// <summary>The name that it had before; <see langword="null"/> when it had none.</summary>
    public string? InvoicesFormerly { get; init; }

    /// <summary>Whether events of different customers are added up beside each other, and those of one never.</summary>
    public bool PartitionsBalances { get; init; }

    /// <summary>Whether audits compare rows with the aggregates that they show, too.</summary>
    public bool AuditsRows { get; init; }
}
