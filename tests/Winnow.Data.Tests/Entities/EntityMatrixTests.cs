namespace Winnow.Data.Tests.Entities;

public sealed class EntityMatrixTests
{
    private static readonly EntityFeatures s_films = new(
        new IdIndex(["a", "b", "c"]),
        [
            new FeatureValues([new("genres", FeatureValue.List(["drama", "war"])), new("year", FeatureValue.Number(1990))]),
            new FeatureValues([new("genres", FeatureValue.List(["war"])), new("country", FeatureValue.Text("war"))]),
            new FeatureValues([new("year", FeatureValue.Number(1990))]),
        ]);

    [Fact]
    public void Of_TextsAndLists_HasOneColumnAValueOfAFeature()
    {
        Numerics.CsrMatrix matrix = EntityMatrix.Of(s_films, new IdIndex(["b", "x", "a", "c"]), ["genres", "country"]);
        Assert.Equal((4, 3), (matrix.Rows, matrix.Cols));            // war, drama; the country of that name is another value
        Assert.Equal([0, 2], matrix.Row(0).ToArray());
        Assert.True(matrix.Row(1).IsEmpty);
        Assert.Equal([0, 1], matrix.Row(2).ToArray());
        Assert.True(matrix.Row(3).IsEmpty);
        Assert.True(matrix.IsBinary);
    }

    [Fact]
    public void Of_Numbers_FallIntoTenths()
    {
        IdIndex ids = IdIndex.Numbered(100);
        EntityFeatures entities = new(ids, [.. Enumerable.Range(0, 100).Select(i => new FeatureValues([new("price", FeatureValue.Number((i * 37) % 100))]))]);
        Numerics.CsrMatrix matrix = EntityMatrix.Of(entities, ids, ["price"]);
        Assert.Equal(10, matrix.Cols);
        for (int column = 0; column < 10; column++)
        {
            double[] prices = [.. Enumerable.Range(0, 100).Where(row => matrix.Row(row)[0] == column).Select(row => (double)((row * 37) % 100))];
            Assert.InRange(prices.Length, 9, 11);
            Assert.InRange(prices.Max() - prices.Min(), 0, 11);
        }
    }

    [Fact]
    public void Of_EqualNumbers_LieInOneTenth() => Assert.Equal(1, EntityMatrix.Of(s_films, s_films.Ids, ["year"]).Cols);

    [Fact]
    public void Of_UnknownFeature_ListsWhatThereIs() =>
        Assert.Contains("genres, year, country", Assert.Throws<ArgumentException>(() => EntityMatrix.Of(s_films, s_films.Ids, ["director"])).Message, StringComparison.Ordinal);
}
