using System.Diagnostics.CodeAnalysis;
using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Models;

internal static class Throw
{
    [DoesNotReturn]
    internal static void ModelIsComplete(string name) => throw new InvalidOperationException(
        $"'{name}' was declared after the model was first used. Declare everything in field initialisers or the constructor.");

    [DoesNotReturn]
    internal static void NameIsTaken(string name) => throw new ArgumentException(
        $"The model already has a parameter '{name}'. Give each module a name of its own.");

    [DoesNotReturn]
    internal static void LogitShape(string model, int rows, Shape actual) => throw new InvalidOperationException(
        $"{model} returned logits of shape {actual}; expected [{rows}, 1], one number for each row.");

    [DoesNotReturn]
    internal static void LayoutsDiffer(BatchLayout expected, BatchLayout actual) => throw new ArgumentException(
        $"The batch has the layout {actual}; the model was made for {expected}. Use one feature plan for both.");

    [DoesNotReturn]
    internal static void TableCount(int expected, int actual) => throw new ArgumentException(
        $"The model needs {expected} tables, got {actual}. Pass one table for each entry of RankingModel.Tables, in that order.");

    [DoesNotReturn]
    internal static void TableWidth(TableSpec expected, string name, int dimension) => throw new ArgumentException(
        $"Table '{expected.Name}' must have dimension {expected.Width}; got table '{name}' of dimension {dimension}.");

    [DoesNotReturn]
    internal static void DenseNotDifferentiated() => throw new InvalidOperationException(
        "Gradients of the dense features were asked for, but not recorded. Say so when calling Begin.");

    [DoesNotReturn]
    internal static void NotPulled() => throw new InvalidOperationException(
        "No embedding rows are at hand. Call Pull before Begin, and Begin after each reset of the tape.");
}
