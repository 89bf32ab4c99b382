namespace Winnow.Serving.Tests;

public class GaussLegendreTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(16)]
    public void Rule_PolynomialsUpToTwiceTheNodes_AreExact(int nodes)
    {
        GaussLegendre rule = GaussLegendre.Rule(nodes);
        for (int degree = 0; degree < 2 * nodes; degree++)
        {
            double integral = rule.Nodes.Zip(rule.Weights, (x, w) => w * Math.Pow(x, degree)).Sum();
            Assert.Equal(1.0 / (degree + 1), integral, 1e-14);              // a sum of 16 numbers below 1, each off by some 1e-16
        }
    }

    [Fact]
    public void Rule_AnyNumberOfNodes_IsASymmetricPartition()
    {
        for (int nodes = 1; nodes <= 1024; nodes += nodes < 32 ? 1 : 31)
        {
            GaussLegendre rule = GaussLegendre.Rule(nodes);
            Assert.Equal(1, rule.Weights.Sum(), 1e-12);
            Assert.Equal(rule.Nodes.Order(), rule.Nodes);
            for (int i = 0; i < nodes; i++) Assert.Equal(1, rule.Nodes[i] + rule.Nodes[nodes - 1 - i], 1e-14);
        }
    }
}
