namespace MediatR;

/// <summary>Marks a request of any kind, with or without a response.</summary>
public interface IBaseRequest;

/// <summary>Marks a request that has no response.</summary>
public interface IRequest : IBaseRequest;

/// <summary>Marks a request that has a response.</summary>
/// <typeparam name="TResponse">The type of the response.</typeparam>
public interface IRequest<out TResponse> : IBaseRequest;

/// <summary>Marks a request whose response is a stream of items.</summary>
/// <typeparam name="TResponse">The type of one item.</typeparam>
public interface IStreamRequest<out TResponse>;

/// <summary>Marks a notification, which any number of handlers may receive.</summary>
public interface INotification;
