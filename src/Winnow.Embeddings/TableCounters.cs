namespace Winnow.Embeddings;

/// <summary>Events in the life of a table object. Counting starts anew when a snapshot is loaded into another object.</summary>
/// <param name="Admitted">Rows created.</param>
/// <param name="Refused">Times a key got no row because its segment had reached the byte budget.</param>
/// <param name="Expired">Rows and waiting keys removed because their time to live was over.</param>
/// <param name="Evicted">Rows and waiting keys removed to keep the byte budget.</param>
/// <param name="GradientsApplied">Rows updated, counted once a push.</param>
/// <param name="GradientsDropped">Gradients of keys without a row, key 0 included.</param>
public readonly record struct TableCounters(
    long Admitted, long Refused, long Expired, long Evicted, long GradientsApplied, long GradientsDropped);
