using System.Net;

namespace Ordering.IntegrationTests.Products;

/// <summary>A product service whose answers stop behind their headers.</summary>
internal sealed class StallingService : HttpMessageHandler
{
    private readonly TaskCompletionSource _bodyIsRead = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when somebody has the headers and waits for the body.</summary>
    public Task BodyIsRead => _bodyIsRead.Task;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new Body(_bodyIsRead) });

    private sealed class Body(TaskCompletionSource isRead) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(
            Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            isRead.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
