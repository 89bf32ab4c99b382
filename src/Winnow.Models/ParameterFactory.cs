using Winnow.Data;
using Winnow.Embeddings;
using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>Where a model under construction declares its tables and parameters.</summary>
/// <remarks>A parameter's initial numbers depend on the seed and its name only, so that adding a module does not change the others.</remarks>
public sealed class ParameterFactory : IDisposable
{
    private readonly List<Parameter> _parameters = [];
    private readonly List<TableDraft> _tables = [];
    private readonly RandomStream _random;
    private TableSpec[]? _specs;

    /// <summary>A factory for one model.</summary>
    /// <param name="schema">The features the model is for.</param>
    /// <param name="seed">Seed of the initial numbers.</param>
    public ParameterFactory(FeatureSchema schema, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(schema);
        Schema = schema;
        _random = new RandomStream(seed, "parameters");
    }

    /// <summary>The features the model is for.</summary>
    public FeatureSchema Schema { get; }

    /// <summary>Number of id features.</summary>
    public int Fields => Schema.IdFeatures.Count;

    /// <summary>Number of dense features.</summary>
    public int Dense => Schema.DenseFeatures.Count;

    /// <summary>Columns of the usual input of a deep network: all vectors side by side, then the dense features.</summary>
    /// <param name="embeddingDim">Length of a vector.</param>
    public int FlatWidth(int embeddingDim) => Fields * embeddingDim + Dense;

    internal IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>Declares a dense parameter.</summary>
    /// <param name="name">Unique in the model; parts joined by dots, for example <c>mlp.0.weight</c>.</param>
    /// <param name="shape">Size.</param>
    /// <param name="initial">What it starts with.</param>
    /// <param name="decays">Whether weight decay applies; false for biases.</param>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    /// <exception cref="InvalidOperationException">The model is complete.</exception>
    public Parameter Parameter(string name, Shape shape, Initial initial, bool decays = true)
    {
        if (_specs is not null) Throw.ModelIsComplete(name);
        if (_parameters.Exists(p => p.Name == name)) Throw.NameIsTaken(name);
        Parameter parameter = new(name, shape, decays);
        _parameters.Add(parameter);
        initial.Fill(parameter, _random.Fork(name));
        return parameter;
    }

    /// <summary>Declares a bias: one row of zeros that does not decay.</summary>
    /// <param name="name">Unique in the model.</param>
    /// <param name="width">Number of columns.</param>
    public Parameter Bias(string name, int width) => Parameter(name, new Shape(1, width), Initial.Zero, decays: false);

    /// <summary>Declares the statistics and learned numbers of a batch normalisation.</summary>
    /// <param name="name">Unique in the model.</param>
    /// <param name="width">Number of columns.</param>
    /// <param name="affine">Whether a gain and a bias follow.</param>
    public BatchStatistics BatchStatistics(string name, int width, bool affine = true)
    {
        if (_specs is not null) Throw.ModelIsComplete(name);
        BatchStatistics statistics = new(name, width, affine);
        foreach (Parameter parameter in statistics.Parameters)
        {
            if (_parameters.Exists(p => p.Name == parameter.Name)) Throw.NameIsTaken(parameter.Name);
            _parameters.Add(parameter);
        }
        return statistics;
    }

    /// <summary>Reserves columns in the rows of an embedding table, which is made if it is new.</summary>
    /// <param name="count">Number of columns, at least 1.</param>
    /// <param name="startAtZero">Whether new rows have zeros there.</param>
    /// <param name="table">Name of the table.</param>
    /// <param name="optimizer">The rule the paper uses for the rows; null: the usual one. The first module that states one decides.</param>
    /// <exception cref="InvalidOperationException">The model is complete.</exception>
    public TableColumns Columns(
        int count, bool startAtZero, string table = TableSpec.MainTable, SparseOptimizerOptions? optimizer = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentException.ThrowIfNullOrWhiteSpace(table);
        if (_specs is not null) Throw.ModelIsComplete(table);
        int index = _tables.FindIndex(t => t.Name == table);
        if (index < 0)
        {
            index = _tables.Count;
            _tables.Add(new TableDraft(table));
        }
        TableDraft draft = _tables[index];
        draft.Optimizer ??= optimizer;
        TableColumns columns = new(index, count, startAtZero);
        draft.Columns.Add(columns);
        return columns;
    }

    /// <summary>Frees the parameters; harmless when repeated. The model that was made here does it.</summary>
    public void Dispose()
    {
        foreach (Parameter parameter in _parameters) parameter.Dispose();
    }

    /// <summary>Fixes the layout of the tables; nothing can be declared afterwards.</summary>
    internal IReadOnlyList<TableSpec> Complete() => _specs ??= [.. _tables.Select(t => t.LayOut())];

    private sealed class TableDraft(string name)
    {
        public string Name => name;

        public List<TableColumns> Columns { get; } = [];

        public SparseOptimizerOptions? Optimizer { get; set; }

        /// <summary>Columns that start at zero come first, otherwise in the order of declaration.</summary>
        public TableSpec LayOut()
        {
            int width = 0;
            foreach (TableColumns columns in Columns.OrderBy(c => c.StartAtZero ? 0 : 1))
            {
                columns.First = width;
                width += columns.Count;
            }
            return new TableSpec(name, width, Columns.Where(c => c.StartAtZero).Sum(c => c.Count), Optimizer);
        }
    }
}
