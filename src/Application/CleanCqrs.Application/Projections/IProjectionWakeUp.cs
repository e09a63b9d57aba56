namespace CleanCqrs.Application.Projections;

/// <summary>Wakes a projection of this process when something that it holds has become due outside its own schedule, as after a redrive.</summary>
public interface IProjectionWakeUp
{
    /// <summary>Says that there is something to do. It never blocks; a name that no projection of this process has is ignored.</summary>
    /// <param name="projection">The name of the projection.</param>
    void Notify(string projection);
}
