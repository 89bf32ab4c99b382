using Winnow.Console.Tests.Sample;
using Winnow.Data;
using Winnow.Serving;
using Winnow.Serving.ConsoleApi;

namespace Winnow.Console.Tests.Api;

public sealed class ItemMapTests
{
    [Fact]
    public void Of_MoreItemsThanPoints_SamplesThemEvenly()
    {
        Grid grid = new(10_000);
        MapReply reply = ItemMap.Of(new SampleFunnel("grid", grid, 0))!.Reply;
        Assert.Equal(ItemMap.MostPoints, reply.Points.Count);
        int[] gaps = [.. reply.Points.Zip(reply.Points.Skip(1), (a, b) => grid.Number(b.Item) - grid.Number(a.Item))];
        Assert.All(gaps, gap => Assert.InRange(gap, 2, 3));      // 10,000 / 4,000 = 2.5
    }

    [Fact]
    public void Of_ItemsWithoutAVector_LeavesThemOut()
    {
        Grid grid = new(100) { Without = i => i % 3 == 0 };
        ItemMap map = ItemMap.Of(new SampleFunnel("grid", grid, 0))!;
        Assert.Equal(66, map.Reply.Points.Count);
        Assert.Equal(100, map.Reply.CatalogueSize);
        Assert.Equal(["1", "2"], map.Place(grid, ["0", "1", "2", "3", "nothing"]).Select(p => p.Item));
    }

    [Fact]
    public void Of_NoVectors_IsNoMap() => Assert.Null(ItemMap.Of(new SampleFunnel("grid", new Grid(5) { Without = _ => true }, 0)));

    /// <summary>Items on a line, bent a little.</summary>
    private sealed class Grid(int count) : IItemCatalogue
    {
        public Func<int, bool> Without { get; init; } = _ => false;

        public IdIndex Ids { get; } = IdIndex.Numbered(count);

        public int VectorDimension => 2;

        public int Number(string id) => Ids.TryFind(id, out int item) ? item : -1;

        public FeatureValues Features(int item) => FeatureValues.Empty;

        public ReadOnlySpan<float> Vector(int item) => Without(item) ? new float[2] : [1 + item, MathF.Sin(item)];

        public IItemAttribute Attribute(string name) => throw new ArgumentException(name, nameof(name));
    }
}
