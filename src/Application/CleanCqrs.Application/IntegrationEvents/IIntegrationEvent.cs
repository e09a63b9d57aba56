using MediatR;

namespace CleanCqrs.Application.IntegrationEvents;

/// <summary>
/// A fact that other models and services may rely on: the wire contract of something that happened. Mark the type with
/// <see cref="IntegrationEventAttribute"/>, and keep it apart from the domain event that it is mapped from, so that each can change by
/// itself.
/// </summary>
public interface IIntegrationEvent : INotification;
