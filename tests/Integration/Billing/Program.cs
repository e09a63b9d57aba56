using System.Text.Json;
using Billing;

// An instance with the options that the first argument holds as JSON. It ends with the process that started it, whose end it notices by its
// standard input.
using var host = BillingHost.Build(JsonSerializer.Deserialize<BillingOptions>(args[0])!);
await host.StartAsync();
await Console.In.ReadToEndAsync();
await host.StopAsync();
