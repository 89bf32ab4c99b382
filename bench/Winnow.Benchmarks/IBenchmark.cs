namespace Winnow.Benchmarks;

/// <summary>One table of figures. A class that implements this, with a constructor without parameters, is found by its name.</summary>
public interface IBenchmark
{
    /// <summary>The word after <c>./bench/run</c>.</summary>
    string Name { get; }

    /// <summary>What is measured against what, in one sentence.</summary>
    string Summary { get; }

    /// <summary>Measures.</summary>
    /// <param name="progress">Receives a line for people after each case; never part of the result.</param>
    /// <returns>The rows of the table, in reading order.</returns>
    IEnumerable<BenchmarkRow> Run(Action<string> progress);

    /// <summary>Pictures of the last run, by path from the root of the repository; written with the table.</summary>
    IReadOnlyDictionary<string, string> Pictures => new Dictionary<string, string>();
}
