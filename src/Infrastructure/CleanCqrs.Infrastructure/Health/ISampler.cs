namespace CleanCqrs.Infrastructure.Health;

/// <summary>Takes samples of something, whatever they look like.</summary>
internal interface ISampler
{
    Task SampleAsync(CancellationToken cancellationToken);
}
