namespace CleanCqrs.EntityFrameworkCore.DeadLetters;

/// <summary>What an operator has done in the read database.</summary>
internal sealed class ProjectionActionRow : OperatorActionRow;
