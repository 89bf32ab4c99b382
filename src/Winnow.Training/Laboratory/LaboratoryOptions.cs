using Winnow.Data;

namespace Winnow.Training.Laboratory;

/// <summary>What a run of the laboratory needs beside its recipe.</summary>
public sealed record LaboratoryOptions
{
    /// <summary>Model directory to write; null: none.</summary>
    public string? Output { get; init; }

    /// <summary>Where data sets of the catalogue lie; null: the usual places.</summary>
    public DatasetStore? Store { get; init; }

    /// <summary>Is told how it goes; null: nobody is.</summary>
    public ILaboratoryObserver? Observer { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
