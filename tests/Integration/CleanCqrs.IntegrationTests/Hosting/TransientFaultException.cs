namespace CleanCqrs.IntegrationTests.Hosting;

public sealed class TransientFaultException() : Exception("The connection was lost.");
