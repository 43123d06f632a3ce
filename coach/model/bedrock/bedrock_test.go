package bedrock_test

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"github.com/interviewcoach/interviewcoach/coach/model"
	"github.com/interviewcoach/interviewcoach/coach/model/bedrock"
	"github.com/interviewcoach/interviewcoach/coach/model/modeltest"
)

// open makes a model that speaks to the server, with the test's own credentials.
func open(t testing.TB, server *modeltest.Server, name string) model.Model {
	t.Helper()
	service := bedrock.New(bedrock.Options{MaxBackoff: time.Millisecond, Load: []func(*config.LoadOptions) error{
		config.WithRegion("eu-central-1"),
		config.WithBaseEndpoint(server.URL),
		config.WithCredentialsProvider(credentials.NewStaticCredentialsProvider("test-id", "test-key", "")),
	}})
	m, err := service.Open(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestSuite(t *testing.T) { //nolint:paralleltest // the suite counts goroutines
	modeltest.Run(t, modeltest.Bedrock(), open)
}
