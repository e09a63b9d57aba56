using System.Text.Json;
using System.Text.Json.Serialization;
using CleanCqrs.Application.IntegrationEvents;

namespace CleanCqrs.Infrastructure.IntegrationEvents;

/// <summary>
/// Writes events as JSON with camelCase names. Reading ignores members that it does not know, so that a newer writer does not stop an older
/// reader, and refuses events that lack what their type requires: <c>OrderId</c> is not <c>orderId</c>, and <c>"1"</c> is no number.
/// </summary>
internal sealed class JsonIntegrationEventSerializer(IIntegrationEventTypes types) : IIntegrationEventSerializer
{
    private static readonly JsonSerializerOptions _options = CreateOptions();

    /// <summary>What could be written of some events, but not read back.</summary>
    public static IReadOnlyList<string> ProblemsOf(IEnumerable<Type> events) => JsonContract.ProblemsOf(events, _options);

    public byte[] Serialize(IIntegrationEvent integrationEvent)
    {
        ArgumentNullException.ThrowIfNull(integrationEvent);
        try
        {
            return JsonSerializer.SerializeToUtf8Bytes(integrationEvent, integrationEvent.GetType(), _options);
        }
        catch (Exception exception)
        {
            var place = exception is JsonException { Path: { } path } ? $"at {path}, " : string.Empty;
            throw new InvalidOperationException(
                $"{integrationEvent.GetType().Name} can't be written as JSON, so it is not saved: {place}{exception.Message}", exception);
        }
    }

    public IIntegrationEvent Deserialize(string eventType, ReadOnlyMemory<byte> payload)
    {
        if (!types.TryGetType(eventType, out var type))
        {
            throw new UndecodableEventException($"The event type '{eventType}' is not known here. Register it, or upgrade this program.");
        }

        return types.ToNewest(Read(eventType, type, payload.Span));
    }

    private static IIntegrationEvent Read(string eventType, Type type, ReadOnlySpan<byte> payload)
    {
        try
        {
            return (IIntegrationEvent?)JsonSerializer.Deserialize(payload, type, _options)
                ?? throw new UndecodableEventException($"The payload is null; a {eventType} was expected.");
        }
        catch (JsonException exception)
        {
            throw new UndecodableEventException($"The payload is not a {eventType}: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is not UndecodableEventException)
        {
            // A constructor or a converter that refuses this payload will refuse it next time as well.
            throw new UndecodableEventException(
                $"The payload is not a {eventType}: {exception.GetType().Name}: {exception.Message}", exception);
        }
    }

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            PropertyNameCaseInsensitive = false,
            NumberHandling = JsonNumberHandling.Strict,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            Converters = { new WholeTextConverter(), new WholeCharacterConverter() },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
