namespace CleanCqrs.Application.Projections;

/// <summary>Makes a projection look for held events that are due, after somebody has made some due.</summary>
public interface IProjectionWakeUp
{
    /// <summary>Wakes a projection of this process; a projection that runs elsewhere finds out by itself.</summary>
    /// <param name="projection">The name of the projection.</param>
    void Notify(string projection);
}
