namespace Billing.IntegrationTests;

/// <summary>Stands for the code of a release of <see cref="RevenueProjector"/>.</summary>
internal sealed record RevenueRule(Revenue AddsUp);
