namespace Ordering.WebUi.Composition;

/// <summary>Puts the system together: the library, the database, the transport, the projections.</summary>
public static class OrderingComposition
{
    public static WebApplicationBuilder AddOrderingSystem(this WebApplicationBuilder builder) => builder;
}
