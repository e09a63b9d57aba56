namespace CleanCqrs.Application.Audit;

/// <summary>In which way a row of the read model differs from its aggregate.</summary>
public enum RowDifferenceKind
{
    /// <summary>There is an aggregate, and no row that shows it.</summary>
    Missing,

    /// <summary>There is a row, and no aggregate that it could show.</summary>
    Extra,

    /// <summary>The row shows other values than its aggregate has.</summary>
    Different,
}
