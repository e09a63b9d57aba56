namespace CleanCqrs.Kafka.Clients;

/// <summary>How sure it is that somebody has to correct a setting.</summary>
internal enum ProblemCertainty
{
    /// <summary>It may go away by itself: a broker is started again.</summary>
    Passing,

    /// <summary>A broker that is just going down looks the same: only when it comes again and again, it is a setting.</summary>
    Likely,

    /// <summary>It stays until somebody corrects something.</summary>
    Certain,
}
