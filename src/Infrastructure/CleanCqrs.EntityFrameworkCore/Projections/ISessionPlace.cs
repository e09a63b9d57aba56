using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.Projections;

/// <summary>Where the sessions of a store work: in the tables that queries read, or in others beside them.</summary>
internal interface ISessionPlace
{
    /// <summary>Has a service scope, in which nothing was resolved yet, get its context for this place.</summary>
    void Enter(IServiceProvider services);

    /// <summary>Runs at the beginning of each transaction.</summary>
    Task OpenAsync(string projection, DbContext context, CancellationToken cancellationToken);
}
