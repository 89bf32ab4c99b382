using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>Weights the entries of a documents × terms matrix; see <see cref="FeatureWeighting"/>.</summary>
internal sealed class TermWeights
{
    private const double K1 = 1.2, B = 0.75;

    private readonly FeatureWeighting _kind;
    private readonly float[] _lengthFactor;      // k₁ (1 − b + b · length / average) of each document

    /// <summary>Takes over the length factors of the documents.</summary>
    internal TermWeights(FeatureWeighting kind, float[] lengthFactor) => (_kind, _lengthFactor) = (kind, lengthFactor);

    /// <summary>Measures the documents.</summary>
    internal TermWeights(FeatureWeighting kind, CsrMatrix documents)
    {
        _kind = kind;
        _lengthFactor = new float[documents.Rows];
        double[] lengths = new double[documents.Rows];
        for (int row = 0; row < lengths.Length; row++)
        {
            lengths[row] = documents.RowLength(row);
            if (documents.IsBinary) continue;
            lengths[row] = 0;
            foreach (float value in documents.RowValues(row)) lengths[row] += value;
        }
        double average = lengths.Length == 0 ? 1 : lengths.Average();
        for (int row = 0; row < lengths.Length; row++) _lengthFactor[row] = (float)(K1 * (1 - B + B * lengths[row] / average));
    }

    internal float[] LengthFactor => _lengthFactor;

    /// <summary>The same matrix with weighted entries.</summary>
    internal CsrMatrix Apply(CsrMatrix documents)
    {
        if (_kind == FeatureWeighting.None) return documents;
        int[] termDocuments = new int[documents.Cols];
        foreach (int term in documents.Columns) termDocuments[term]++;
        double[] idf = new double[documents.Cols];
        for (int term = 0; term < idf.Length; term++) idf[term] = Idf(termDocuments[term]);
        float[] weighted = new float[documents.Entries];
        for (int row = 0; row < documents.Rows; row++)
        {
            ReadOnlySpan<int> terms = documents.Row(row);
            ReadOnlySpan<float> values = documents.RowValues(row);
            Span<float> target = weighted.AsSpan(documents.Starts[row], terms.Length);
            for (int i = 0; i < terms.Length; i++) target[i] = (float)(Share(row, values.IsEmpty ? 1 : values[i]) * idf[terms[i]]);
        }
        return documents.WithValues(weighted);
    }

    /// <summary>The factors of documents and of terms whose products the weights of a binary matrix are.</summary>
    internal (double[] OfDocuments, double[] OfTerms) Factors(CsrMatrix documents)
    {
        double[] ofDocuments = new double[documents.Rows], ofTerms = new double[documents.Cols];
        int[] counts = new int[documents.Cols];
        foreach (int term in documents.Columns) counts[term]++;
        for (int row = 0; row < ofDocuments.Length; row++) ofDocuments[row] = Share(row, 1);
        for (int term = 0; term < ofTerms.Length; term++) ofTerms[term] = Idf(counts[term]);
        return (ofDocuments, ofTerms);
    }

    /// <summary>The nearest of each document.</summary>
    internal CsrMatrix FindNeighboursOfDocuments(CsrMatrix documents, NeighbourhoodOptions options, FitContext context)
    {
        if (_kind == FeatureWeighting.None || !documents.IsBinary) return Neighbourhood.Find(Apply(documents), options, context);
        (double[] ofDocuments, double[] ofTerms) = Factors(documents);
        return Neighbourhood.Find(documents, ofDocuments, ofTerms, options, context);
    }

    /// <summary>The nearest of each term.</summary>
    internal CsrMatrix FindNeighboursOfTerms(CsrMatrix documents, CsrMatrix terms, NeighbourhoodOptions options, FitContext context)
    {
        if (_kind == FeatureWeighting.None) return Neighbourhood.Find(terms, options, context);
        if (!documents.IsBinary) return Neighbourhood.Find(Apply(documents).Transpose(context.Team), options, context);
        (double[] ofDocuments, double[] ofTerms) = Factors(documents);
        return Neighbourhood.Find(terms, ofTerms, ofDocuments, options, context);
    }

    /// <summary>The weighted profile of a term (a user) that has these documents (items).</summary>
    internal void Apply(ReadOnlySpan<int> documents, ReadOnlySpan<float> values, Span<float> target)
    {
        double idf = Idf(documents.Length);
        for (int i = 0; i < documents.Length; i++) target[i] = (float)(Share(documents[i], values.IsEmpty ? 1 : values[i]) * idf);
    }

    private double Idf(int documentsOfTerm) => Math.Log(_lengthFactor.Length / (1.0 + documentsOfTerm));

    private double Share(int document, float value) =>
        _kind == FeatureWeighting.TfIdf ? Math.Sqrt(value) : value * (K1 + 1) / (_lengthFactor[document] + value);
}
