namespace Ordering.WebUi.Composition;

/// <summary>What <see cref="StartAnnouncement"/> says besides the address.</summary>
public sealed class StartAnnouncementOptions
{
    /// <summary>Where things are, such as "Write database" and its path.</summary>
    public IList<(string What, string Where)> Places { get; } = [];
}
