using System.Text.Json;
using Billing;
using Microsoft.Extensions.Hosting;

// An instance with the options that the first argument holds as JSON.
using var host = BillingHost.Build(JsonSerializer.Deserialize<BillingOptions>(args[0])!);
await host.RunAsync();
