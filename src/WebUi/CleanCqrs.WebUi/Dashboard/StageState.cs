namespace CleanCqrs.WebUi.Dashboard;

/// <summary>How a stage does. It is said in words and by a mark, not by a colour alone.</summary>
internal enum StageState
{
    /// <summary>Events come through.</summary>
    Works,

    /// <summary>It goes on by itself, and has a way to go.</summary>
    CatchesUp,

    /// <summary>Something waits or is missing, and may need a person.</summary>
    Stuck,

    /// <summary>Nothing is heard of it.</summary>
    Unknown,
}
