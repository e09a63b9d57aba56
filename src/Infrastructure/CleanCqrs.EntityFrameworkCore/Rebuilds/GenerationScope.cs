using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.Rebuilds;

/// <summary>Says which context a service scope gets instead of the one that queries have.</summary>
internal sealed class GenerationScope
{
    public Func<IServiceProvider, DbContext>? Create { get; set; }
}
