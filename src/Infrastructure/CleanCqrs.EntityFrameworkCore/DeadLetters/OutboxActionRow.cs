namespace CleanCqrs.EntityFrameworkCore.DeadLetters;

/// <summary>What an operator has done in the write database.</summary>
internal sealed class OutboxActionRow : OperatorActionRow;
