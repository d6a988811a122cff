"""A program: an object store (moto's server) that checks each request's signature. It ends when its stdin closes.

It prints one line of JSON: {"url", "key", "secret", "reader", "reader_secret"}.
"""

import json
import os
import sys

# What we set up before anyone needs a key: two users with a key and a policy each, and the bucket.
os.environ["INITIAL_NO_AUTH_ACTION_COUNT"] = "7"

import boto3
from moto.server import ThreadedMotoServer

READ_ONLY = ["s3:Get*", "s3:List*", "s3:HeadBucket"]


def main() -> None:
    """Serve until stdin closes."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _host, port = server.get_host_and_port()
    address = f"http://127.0.0.1:{port}"
    values = {
        "endpoint_url": address,
        "region_name": "us-east-1",
        "aws_access_key_id": "x",
        "aws_secret_access_key": "y",
    }
    iam = boto3.client("iam", **values)
    told = {"url": f"{address}/madang"}
    for user, actions in (("key", ["s3:*"]), ("reader", READ_ONLY)):
        iam.create_user(UserName=user)
        key = iam.create_access_key(UserName=user)["AccessKey"]
        policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": actions, "Resource": "*"}]}
        iam.put_user_policy(UserName=user, PolicyName="files", PolicyDocument=json.dumps(policy))
        secret_name = "secret" if user == "key" else "reader_secret"
        told |= {user: key["AccessKeyId"], secret_name: key["SecretAccessKey"]}
    boto3.client("s3", **values).create_bucket(Bucket="madang")
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    sys.stdin.read()
    server.stop()


if __name__ == "__main__":
    main()
